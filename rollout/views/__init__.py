"""Pages: each asks for rows and shows them; rules and calculations live elsewhere."""
