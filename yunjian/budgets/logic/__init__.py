"""What is calculated about budgets: pure functions, no Django, no clock."""
