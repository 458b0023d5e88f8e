"""The JSON interface: what each address answers; entry points translate, they do not decide."""
