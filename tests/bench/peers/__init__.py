"""What the product is set beside: the bare pages, their servers, a small Dash app. They know nothing of its code."""
