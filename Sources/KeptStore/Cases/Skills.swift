import KeptDomain

extension Transaction {
    /// At most 50, of up to 60 signs each, instead of those that the person had.
    package func setSkills(of person: ID<Person>, to skills: [String]) throws {
        try permit(.setDesk, .anyPlace)
        let skills = Set(skills.compactMap(\.trimmedOrNil))
        if skills.count > 50 { throw InvalidInput("skills", "problems.too-many", [Fact("limit", 50)]) }
        try skills.sorted().compactMap { FieldProblem.required($0, "skills", limit: 60) }.check()
        guard try self.person(person) != nil else { throw StoreError.notFound("person \(person)") }
        put("DELETE FROM person_skills WHERE person_id = \(person)")
        for skill in skills.sorted() {
            put("INSERT INTO person_skills (person_id, skill) VALUES (\(person), \(skill))")
        }
        journal(JournalEntry("person.skills-set", of: .person(person)))
    }
}

extension Reading {
    /// In order of the alphabet.
    package func skills(of person: ID<Person>) throws -> [String] {
        try rows("SELECT skill FROM person_skills WHERE person_id = \(person) ORDER BY skill") { $0.text() }
    }

    /// Of everybody, by the id of the person as text; each in order of the alphabet.
    package func skills() throws -> [String: [String]] {
        let found = try rows("SELECT person_id, skill FROM person_skills ORDER BY person_id, skill") {
            (person: $0.id(Person.self).description, skill: $0.text())
        }
        return Dictionary(grouping: found, by: \.person).mapValues { $0.map(\.skill) }
    }
}
