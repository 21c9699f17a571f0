import ArgumentParser
import KeptDomain
import KeptStore
import KeptWords

struct DoctorCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Check sums against their parts and the journal against the rows. Exit code 0 when clean, 1 otherwise.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var store: StoreOptions

    @Option(help: "text or json.")
    var format = Format.text

    func perform() async throws {
        let words = try Terminal.words()
        let (format, start) = (format, ContinuousClock.now)
        let count = try await store.withStore { store in
            if format == .json { Terminal.say("{\"findings\":[") }
            var told = 0
            let count = try await store.examine { examination in
                if format == .text { Terminal.note(words("doctor.looking", ["name": examination.name])) }
            } report: { finding in
                switch format {
                case .text: Terminal.answer(finding.sentence(in: words))
                case .json: Terminal.say((told > 0 ? ",\n" : "\n") + finding.json(in: words))
                }
                told += 1
            }
            return count
        }
        switch format {
        case .text: Terminal.answer(count == 0 ? words("doctor.clean") : words("doctor.found", count: count))
        case .json:
            let spent = start.duration(to: .now) / .seconds(1)
            Terminal.answer("],\"clean\":\(count == 0),\"count\":\(count),\"seconds\":\(spent)}")
        }
        if count > 0 { throw ExitCode(1) }
    }
}

extension Finding {
    private func filled(_ family: WordKey, in words: Words) -> String {
        words.template(WordKey.of(family, kind)).filled { name in facts.first { $0.name == name }?.value ?? "–" }
    }

    fileprivate func sentence(in words: Words) -> String {
        """
        \(place): \(filled("doctor.what", in: words))
            \(words("doctor.to-mend")) \(filled("doctor.mend", in: words))
        """
    }

    fileprivate func json(in words: Words) -> String {
        let about = [
            Fact("kind", kind.rawValue), Fact("place", place), Fact("what", filled("doctor.what", in: words)),
            Fact("mend", filled("doctor.mend", in: words)),
        ]
        return JSONText.object(about).dropLast() + ",\"facts\":" + JSONText.object(facts) + "}"
    }
}
