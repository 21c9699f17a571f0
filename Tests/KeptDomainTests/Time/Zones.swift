import KeptDomain
import KeptStore

/// The zones of this machine, for tests of the domain.
let zones = ZoneFiles()
