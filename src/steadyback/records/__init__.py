"""The vocabulary that every room shares: frozen records without logic, and how they become JSON and back."""
