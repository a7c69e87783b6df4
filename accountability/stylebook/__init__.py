"""The living style page: every token, component and card in every state, for who builds on it."""
