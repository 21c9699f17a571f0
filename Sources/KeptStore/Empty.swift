enum KeptStoreEmpty {}
