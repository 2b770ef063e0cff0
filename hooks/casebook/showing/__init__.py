"""From records to pages: links, addresses, bodies, and the theme's page around them."""
