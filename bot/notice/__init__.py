"""The superior's notice: reading its demands, following them, and telling whether a draft meets them."""
