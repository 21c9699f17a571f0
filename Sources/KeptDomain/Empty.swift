enum KeptDomainEmpty {}
