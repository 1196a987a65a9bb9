"""Actions: what a department decides to do after a finding, until its effect is judged."""
