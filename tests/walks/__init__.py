"""The jobs that people come for, walked in a real browser as a person walks them, and what each costs them."""
