enum KeptFiguresEmpty {}
