import KeptDomain

extension Words {
    /// A refusal as a sentence, its facts in the slots of the same names.
    ///
    /// Facts are words already, raw values of enumerations where the sentence's slot is worded by family
    /// (`refusals.values`, and `people.operations` for the slot `operation`), money in the slot `amount`, and seconds since
    /// 1970 in slots called `due`, `since`, `at` and `ordered`.
    package func callAsFunction(
        refusal key: String, _ facts: [Fact] = [], moment: (Instant) -> String = { $0.iso }
    ) -> String {
        let count = facts.first { $0.name == "count" }.flatMap { Int($0.value) }
        return template(WordKey.of(refusal: key), count: count).filled { slot in
            guard let fact = facts.first(where: { $0.name == slot }) else { return "⟦\(slot)⟧" }
            if slot == "count", let count { return number(count) }
            if ["due", "since", "at", "ordered"].contains(slot), let seconds = Int64(fact.value) {
                return moment(Instant(seconds: seconds))
            }
            if slot == "amount" || slot == "total", let amount = Money(fact.value) { return money(amount) }
            let named = WordKey.of(slot == "operation" ? "people.operations" : "refusals.values", named: fact.value)
            return has(named) ? self(named) : fact.value
        }
    }
}
