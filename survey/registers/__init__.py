"""The fund's own files: opened whatever their form, each row judged with all its faults, nothing written."""
