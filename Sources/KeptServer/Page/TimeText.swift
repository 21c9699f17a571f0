import KeptDomain
import KeptWords

extension PageContext {
    /// `<time>` with the words of the reader, the exact instant for machines and for the tip.
    package func timeText(_ instant: Instant) -> HTML {
        time(instant, words.moment(instant, in: zone, now: now))
    }

    /// As `timeText`, with `today`, `tomorrow` and `yesterday` by name.
    package func nearTime(_ instant: Instant) -> HTML {
        time(instant, words.nearMoment(instant, in: zone, now: now))
    }

    /// `18:00`, where the day stands elsewhere.
    package func clockTime(_ instant: Instant) -> HTML { time(instant, words.clock(instant, in: zone)) }

    /// `in 2 h 5 min`, `3 days ago`: the page's script keeps it going.
    package func relativeTime(_ instant: Instant) -> HTML {
        let text = words.relative(instant - now)
        return "<time class=\"relative\" datetime=\"\(instant.iso)\" data-relative>\(text)</time>"
    }

    /// `tomorrow, 18:00 · in 2 h 5 min`.
    package func timeWithRelative(_ instant: Instant) -> HTML {
        "\(nearTime(instant)) <span class=\"quiet\">\(relativeTime(instant))</span>"
    }

    package func dayText(_ day: Day) -> HTML {
        "<time class=\"nowrap\" datetime=\"\(day.description)\">\(words.day(day, today: today))</time>"
    }

    package func moneyText(_ amount: Money) -> HTML { "<span class=\"num\">\(words.money(amount))</span>" }

    package func numberText(_ value: Int) -> HTML { "<span class=\"num\">\(words.number(value))</span>" }

    private func time(_ instant: Instant, _ text: String) -> HTML {
        "<time class=\"nowrap\" datetime=\"\(instant.iso)\">\(text)</time>"
    }
}
