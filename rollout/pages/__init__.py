"""What each page shows, put together from a selection and what `selectors.py` asks for; a module for each kind."""
