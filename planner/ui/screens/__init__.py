"""What the person sees, filed by thing: each room holds its page, its screens above the page and their forms."""
