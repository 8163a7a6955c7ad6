"""How an account proves itself: passwords, second factors, phones, outside identity providers, sessions."""
