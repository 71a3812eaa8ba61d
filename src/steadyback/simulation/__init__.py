"""Virtual people who live with the real rules for months: whether what is promised holds on every day of everyone."""
