import KeptDomain

extension Guarantee {
    /// Of `guarantees g` joined with `guarantee_versions v`.
    static let columns: SQL = """
        g.id, v.id, v.version, g.name, v.trigger_kind, v.definition, g.is_on, g.tried_version, g.revision
        """
    static let current: SQL =
        "guarantees g JOIN guarantee_versions v ON v.guarantee_id = g.id AND v.version = g.current_version"

    init(_ row: inout Row) {
        let (id, version): (ID<Guarantee>, ID<GuaranteeVersion>) = (row.id(), row.id())
        let (number, name) = (row.int(), row.text())
        let (trigger, text): (Trigger, String) = (row.word(), row.text())
        let isOn = row.flag()
        let tried = row.optionalInt()
        self.init(
            id: id, version: version, number: number,
            rule: GuaranteeDefinition.read(text).rule(named: name, trigger: trigger), isOn: isOn,
            isTried: tried == number, revision: row.int())
    }
}
