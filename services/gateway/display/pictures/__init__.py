"""Pictures of numbers, drawn as SVG: pure functions, no script, no style of their own."""
