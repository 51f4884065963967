"""What people send in when they work on plans, checked field by field. What may be done is for the actions to say."""
