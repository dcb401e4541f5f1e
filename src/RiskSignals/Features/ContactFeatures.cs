using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Attempts to reach the borrower, and the borrower's own steps.</summary>
internal static class ContactFeatures
{
    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Contact)
        .Add("contact_attempt_count_{w}", [D7, D30, D90], "Attempts on all channels; also the input of contact limits", "count", None,
            NotAReason, Sum, (history, window) => Count(history, window, static contact => IsAttempt(contact)))
        .Add("contact_delivered_share_90d", "Delivered ÷ sent messages", "share", Falls, "Our messages are not reaching you", Quotient,
            history => Share(history, D90, static contact => IsDelivered(contact), static contact => IsMessage(contact)))
        .Add("contact_open_share_90d", "Opened ÷ delivered messages, where opening can be measured", "share", None, NotAReason, Quotient,
            history => Share(
                history, D90, static contact => IsOpened(contact), static contact => IsDeliveredWhereOpeningShows(contact)))
        .Add("contact_rpc_share_{w}", [D90, D180], "RPCs ÷ attempts", "share", Falls, "We have not been able to speak with you", Quotient,
            (history, window) => Share(
                history, window, static contact => IsRightParty(contact), static contact => IsAttempt(contact)))
        .Add("contact_rpc_since_life", "Days since the last RPC; NaN `not_applicable` if never past due", "days", None, NotAReason, Sum,
            SinceRightParty)
        .Add("contact_inbound_count_{w}", [D30, D90], "Messages and calls begun by the borrower; content not read", "count", None,
            NotAReason, Sum, (history, window) => Count(history, window, static contact => IsBegunByBorrower(contact)))
        .Add("contact_opt_out_count_365d", "Opt-outs by channel (rule input)", "count", None, NotAReason, Sum,
            history => RecordedFlags.CountOptOuts(history, D365), only: FeatureUse.RuleInput)
        .Add("contact_complaint_flag_now", "Complaint open (rule input)", "flag", None, NotAReason, Behind,
            history => RecordedFlags.Holds(history, BorrowerFlagKind.Complaint), only: FeatureUse.RuleInput)
        .Add("contact_dispute_flag_now", "Dispute open (rule input)", "flag", None, NotAReason, Behind,
            history => RecordedFlags.Holds(history, BorrowerFlagKind.Dispute), only: FeatureUse.RuleInput)
        .Features;

    /// <summary>A message or call; a visit to the portal is neither.</summary>
    public static bool IsBegunByBorrower(Contact contact) => contact is { Inbound: true, Channel: not ContactChannel.Portal };

    public static bool IsDelivered(Contact contact) =>
        IsMessage(contact) && contact.Result is ContactResult.Delivered or ContactResult.Opened or ContactResult.Replied;

    /// <summary>Opened, or replied to and so opened.</summary>
    public static bool IsOpened(Contact contact) => IsMessage(contact) && contact.Result is ContactResult.Opened or ContactResult.Replied;

    /// <summary>Contacts are looked for since the first loan, or the first contact if earlier.</summary>
    public static int BeganDaysAgo(PreparedHistory history)
    {
        var first = history.History.Contacts[0].HappenedOn.DayNumber;
        foreach (var loan in history.History.Loans)
        {
            first = Math.Min(first, loan.Loan.OriginatedOn.DayNumber);
        }

        return history.Today - first;
    }

    private static bool IsAttempt(Contact contact) => !contact.Inbound;

    /// <summary>Letters are left out: nobody reports that one arrived.</summary>
    private static bool IsMessage(Contact contact) =>
        !contact.Inbound && contact.Channel is ContactChannel.Sms or ContactChannel.Email or ContactChannel.App;

    /// <summary>E-mail and app tell when they are opened, a text message doesn't.</summary>
    private static bool IsDeliveredWhereOpeningShows(Contact contact) =>
        IsDelivered(contact) && contact.Channel is ContactChannel.Email or ContactChannel.App;

    private static bool IsRightParty(Contact contact) => !contact.Inbound && contact.Result == ContactResult.RightParty;

    /// <summary>Index of the first contact on a day or later.</summary>
    private static int FirstFrom(KnownList<Contact> contacts, int day)
    {
        var first = contacts.Count;
        while (first > 0 && contacts[first - 1].HappenedOn.DayNumber >= day)
        {
            first--;
        }

        return first;
    }

    private static FeatureValue Count(PreparedHistory history, Window window, Func<Contact, bool> counts)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var count = 0;
        for (var i = FirstFrom(contacts, history.Today - window.OldestAgo); i < contacts.Count; i++)
        {
            var day = contacts[i].HappenedOn.DayNumber;
            if (window.Holds(history.Today - day) && counts(contacts[i]))
            {
                count++;
                history.Note(contacts[i].ContactId, day, 1);
            }
        }

        return count > 0 || window.IsCovered(BeganDaysAgo(history))
            ? FeatureValue.Of(count, count)
            : FeatureValue.Missing(MissingCause.TooLittleData);
    }

    private static FeatureValue Share(PreparedHistory history, Window window, Func<Contact, bool> isPart, Func<Contact, bool> isWhole)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var (part, whole) = (0, 0);
        for (var i = FirstFrom(contacts, history.Today - window.OldestAgo); i < contacts.Count; i++)
        {
            var day = contacts[i].HappenedOn.DayNumber;
            if (!window.Holds(history.Today - day) || !isWhole(contacts[i]))
            {
                continue;
            }

            whole++;
            history.Note(contacts[i].ContactId, day, 1, EvidencePart.Denominator);
            if (isPart(contacts[i]))
            {
                part++;
                history.Note(contacts[i].ContactId, day, 1, EvidencePart.Numerator);
            }
        }

        return whole is > 0 and < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, whole)
            : FeatureValue.Quotient(part, whole, whole);
    }

    private static FeatureValue SinceRightParty(PreparedHistory history)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        if (history.Repayments.LastPastDueDay(history.Today) is null)
        {
            return FeatureValue.Missing(MissingCause.NotApplicable);
        }

        for (var i = contacts.Count - 1; i >= 0; i--)
        {
            if (contacts[i].Result == ContactResult.RightParty)
            {
                var days = history.Today - contacts[i].HappenedOn.DayNumber;
                history.Note(contacts[i].ContactId, contacts[i].HappenedOn.DayNumber, days);
                return FeatureValue.Of(days, 1);
            }
        }

        return FeatureValue.Missing(MissingCause.NotApplicable);
    }
}
