"""The import desk: files of events and of states, from their arrival to what they changed."""
