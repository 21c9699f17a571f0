import KeptDomain
import KeptWords

/// A whole page for people who work here: bar, navigation, content, dialogs.
///
/// - Parameter title: in the reader's language; the business's name follows it in the window's title.
package func layout(title: String, context: PageContext, body: HTML) -> HTML {
    let words = context.words
    return """
        <!doctype html>
        <html lang="\(words.language.tag)">
        \(head(title: title, style: "staff.css", context: context, hasScript: true))
        <body data-keys data-live="\(url: Paths.live)">
        <a class="skip" href="#main">\(words("page.skip"))</a>
        \(topBar(context))
        <div class="frame">
        \(navigation(context))
        <main id="main" tabindex="-1">
        \(context.flash.map { flash($0) })
        \(body)
        </main>
        </div>
        \(timeWords(context))
        \(goToDialog(words))
        \(keysDialog(words))
        </body>
        </html>
        """
}

/// A page before sign-in: one card in the middle.
package func cardLayout(title: String, context: PageContext, body: HTML) -> HTML {
    """
    <!doctype html>
    <html lang="\(context.words.language.tag)">
    \(head(title: title, style: "staff.css", context: context, hasScript: false))
    <body class="card-page">
    <main id="main">
    <p class="brand">\(brandMark()) <span>\(context.business)</span></p>
    \(context.flash.map { flash($0) })
    \(body)
    \(languageLinks(context))
    </main>
    </body>
    </html>
    """
}

/// A page for customers: phone first, one style sheet, nothing of the staff's side.
///
/// - Parameters:
///   - script: the module that keeps the page live; none where left out.
///   - isPanel: shown in a frame on another site, without what belongs to a page of its own.
///   - style: a class of the whole page: a kiosk's, a board's.
///   - again: seconds after which a browser without scripts reads the page anew, or the one at `path`; never where left out.
package func publicLayout(
    title: String, context: PageContext, script: String? = nil, isPanel: Bool = false, style: String? = nil,
    again: Int? = nil, to path: String? = nil, body: HTML
) -> HTML {
    let again: String? = again.map { "\($0)" + (path.map { "; url=\($0)" } ?? "") }
    return """
        <!doctype html>
        <html lang="\(context.words.language.tag)">
        \(head(title: title, style: "public.css", context: context, script: script, again: again))
        <body class="public\(" panel", if: isPanel)\(style.map { " \($0)" as HTML })">
        \("<header class=\"public-bar\"><p class=\"brand\"><span>\(context.business)</span></p>\(languageLinks(context))</header>", if: !isPanel)
        <main id="main">
        \(context.flash.map { flash($0) })
        \(body)
        </main>
        </body>
        </html>
        """
}

func head(title: String, style: String, context: PageContext, hasScript: Bool) -> HTML {
    head(title: title, style: style, context: context, script: hasScript ? "kept.js" : nil)
}

/// - Parameters:
///   - script: the name of a module.
///   - again: as `publicLayout`.
func head(title: String, style: String, context: PageContext, script: String?, again: String? = nil) -> HTML {
    """
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="same-origin">
    <title>\(title) · \(context.business)</title>
    <link rel="icon" href="\(url: context.assets.path("mark.svg"))" type="image/svg+xml">
    <link rel="stylesheet" href="\(url: context.assets.path(style))">
    \(script.map { "<script type=\"module\" src=\"\(url: context.assets.path($0))\"></script>" as HTML })\
    \(again.map { "\n<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>" as HTML })
    </head>
    """
}

private func topBar(_ context: PageContext) -> HTML {
    let words = context.words
    return """
        <header class="bar">
        <a class="brand" href="\(url: Paths.today)">\(brandMark()) <span>\(context.business)</span></a>
        <form class="search" role="search" action="\(url: Paths.search)" method="get">
        <label><span class="hidden">\(words("page.search"))</span>\(Icon.search.html)
        <input type="search" name="q" placeholder="\(words("page.search-hint"))" data-search autocomplete="off"></label>
        </form>
        \(context.reader.map { readerMenu($0, context) })
        </header>
        """
}

private func readerMenu(_ reader: Reader, _ context: PageContext) -> HTML {
    let words = context.words
    let signOut = form(Paths.signOut, context, "<button class=\"plain\">\(words("page.sign-out"))</button>")
    return """
        <details class="menu" data-menu>
        <summary>\(Icon.person.html) <span>\(reader.name)</span></summary>
        <div class="menu-body">
        \(languageButtons(context))
        <button type="button" class="plain" data-open="keys">\(words("page.keys.title"))</button>
        <a href="\(url: Paths.password)">\(words("sign-in.change-password"))</a>
        <p class="hint">\(words("page.zone", ["zone": context.zone.name]))</p>
        <a href="\(url: Paths.apiDescription)">\(words("page.api"))</a>
        \(signOut)
        </div>
        </details>
        """
}

private func languageButtons(_ context: PageContext) -> HTML {
    let buttons = context.languages.map { language -> HTML in
        let isCurrent = language.language == context.words.language
        return """
            <button class="plain" name="language" value="\(language.language.tag)" lang="\(language.language.tag)"\
            \("aria-pressed", isCurrent ? "true" : "false")>\(language.languageName)</button>
            """
    }
    return form(
        Paths.preferences, context,
        "<input type=\"hidden\" name=\"return_to\" value=\"\(context.path)\"><div class=\"languages\">\(joined: buttons)</div>"
    )
}

/// Links that show the same page in another language, for readers without an account.
private func languageLinks(_ context: PageContext) -> HTML {
    let path = String(context.path.prefix { $0 != "?" })
    let links = context.languages.filter { $0.language != context.words.language }.map { language -> HTML in
        """
        <a href="\(url: Paths.with(path, ["lang": language.language.tag]))" lang="\(language.language.tag)"\
         hreflang="\(language.language.tag)">\(language.languageName)</a>
        """
    }
    return "<p class=\"language-links\">\(joined: links, by: " ")</p>"
}

private func brandMark() -> HTML {
    """
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9.5"/>\
    <path d="M12 5.5V12l4.2 2.6"/><path class="tick" d="m7 18.5 2.5 2.5 5-5.5"/></svg>
    """
}

/// What the script that keeps relative times going has to say, and when the page was made.
private func timeWords(_ context: PageContext) -> HTML {
    let words = context.words
    func raw(_ key: WordKey, _ count: Int? = nil) -> String { words.template(key, count: count).filled { "{\($0)}" } }
    return """
        <template id="time-words" data-now="\(context.now.iso)" data-present="\(words("durations.now"))" \
        data-ahead="\(raw("durations.ahead"))" data-ago="\(raw("durations.ago"))" \
        data-seconds-one="\(raw("durations.seconds", 1))" data-seconds-other="\(raw("durations.seconds"))" \
        data-minutes-one="\(raw("durations.minutes", 1))" data-minutes-other="\(raw("durations.minutes"))" \
        data-hours-one="\(raw("durations.hours", 1))" data-hours-other="\(raw("durations.hours"))" \
        data-days-one="\(raw("durations.days", 1))" data-days-other="\(raw("durations.days"))"></template>
        """
}
