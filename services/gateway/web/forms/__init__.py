"""Forms on pages: fields as inputs, and what was typed as the form that was asked for."""
