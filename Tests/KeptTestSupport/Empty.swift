enum TestSupportEmpty {}
