"""How the program looks: palette, style sheet, colour maps, icons, scaling. Qt, but none of our widgets."""
