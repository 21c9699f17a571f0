import KeptDomain

/// Keeps positions in the journal growing on PostgreSQL when a record moves to a server that counts its transactions
/// from elsewhere.
///
/// A position is the transaction's number plus an offset that stands in the settings and in the default of the column.
/// Restoring a backup raises it past every position that anybody can have seen, those after the backup included, so
/// whoever follows the journal goes on from where they were.
enum JournalOffset {
    /// More transactions, or entries, than can have been made since any backup.
    static let leap: Int64 = 1 << 40

    /// In the transaction that restores a dump, whose search path is empty.
    static let raisingAfterRestore = """
        DO $$ DECLARE base bigint; BEGIN
        SELECT coalesce(max(transaction_id), 0) + \(leap) INTO base FROM public.journal;
        \(raising)
        END $$
        """

    /// Raises the offset when an entry stands after the present transaction: then the record was restored by other means
    /// than `kept restore`. Run by `writeAlone`.
    static let raisingWhenMoved = """
        DO $$ DECLARE base bigint; BEGIN
        SELECT max(transaction_id) INTO base FROM public.journal;
        IF base >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + coalesce(
          (SELECT value::bigint FROM public.settings WHERE name = '\(Setting.journalOffset.rawValue)'), 0) THEN
        base := base + \(leap);
        \(raising)
        END IF; END $$
        """

    private static let raising = """
        EXECUTE format('ALTER TABLE public.journal ALTER COLUMN transaction_id
          SET DEFAULT (pg_current_xact_id()::text::bigint + %s)', base);
        INSERT INTO public.settings (name, value) VALUES ('\(Setting.journalOffset.rawValue)', base::text)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value;
        """

    /// SQLite numbers its entries itself; only entries after the backup can have been seen and lost.
    static let raisingSQLite = "UPDATE sqlite_sequence SET seq = seq + \(leap) WHERE name = 'journal'"
}
