enum KeptWordsEmpty {}
