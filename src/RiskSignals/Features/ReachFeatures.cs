using RiskSignals.Borrowers;
using static RiskSignals.Features.EvidenceSum;
using static RiskSignals.Features.FeatureChapter;
using static RiskSignals.Features.RiskDirection;
using static RiskSignals.Features.Window;

namespace RiskSignals.Features;

/// <summary>Whether and when the borrower can be reached, and how fast answers come. Attempts are in <see cref="ContactFeatures"/>.</summary>
internal static class ReachFeatures
{
    /// <summary>Delivered messages from which an hour may be told.</summary>
    private const int MessagesMin = 10;

    private const int HoursADay = 24;

    public static IReadOnlyList<Feature> All { get; } = new FeatureChapter(FeatureGroup.Contact)
        .Add("contact_reply_p50_180d", "Median hours from a delivered message to the borrower's reply or payment", "hours", Rises,
            "Replies have taken longer than before", Behind, ReplyHours)
        .Add("contact_portal_ratio_30d", "Portal visits in 30d ÷ baseline median block", "ratio", None, NotAReason, Behind, PortalRatio)
        .Add("contact_unreachable_flag_90d", "Every known address or number bounced or was invalid", "flag", Rises,
            "None of the contact details we hold for you works", Behind, Unreachable)
        .Add("contact_detail_change_count_90d", "Changes of phone, e-mail or postal address", "count", None, NotAReason, Sum, DetailChanges)
        .Add("contact_best_hour_value_180d", "Local hour with the highest smoothed response rate; at least 10 delivered messages", "hour 0–23",
            None, NotAReason, Behind, BestHour)
        .Features;

    /// <summary>
    /// A message is answered by the first of: its own result "replied", when that was learnt; a message or call that the borrower began after
    /// it; a payment to any of the loans on its day or later, which has no hour and counts from the end of its day. A direct debit is
    /// the lender's doing and answers nothing, nor does a visit to the portal. Messages without an answer by today are left out.
    /// </summary>
    private static FeatureValue ReplyHours(PreparedHistory history)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var hours = history.RoomFor(contacts.Count);
        var count = 0;
        for (var i = 0; i < contacts.Count; i++)
        {
            var sent = contacts[i];
            if (D180.Holds(history.Today - sent.HappenedOn.DayNumber) && ContactFeatures.IsDelivered(sent)
                && AnsweredAt(history, sent) is { } answered)
            {
                hours[count] = (answered - sent.HappenedAt.UnixSeconds) / 3600.0;
                history.Note(sent.ContactId, sent.HappenedOn.DayNumber, hours[count]);
                count++;
            }
        }

        return count < FeatureValue.RowsMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, count)
            : FeatureValue.Of(Spread.Median(hours[..count]), count);
    }

    private static long? AnsweredAt(PreparedHistory history, Contact sent)
    {
        var first = sent.Result == ContactResult.Replied ? sent.KnownOn.UnixSeconds : long.MaxValue;
        var contacts = history.History.Contacts;
        for (var i = 0; i < contacts.Count; i++)
        {
            if (ContactFeatures.IsBegunByBorrower(contacts[i]) && contacts[i].HappenedAt > sent.HappenedAt)
            {
                first = Math.Min(first, contacts[i].HappenedAt.UnixSeconds);
            }
        }

        for (var i = 0; i < history.History.Loans.Count; i++)
        {
            var payments = history.History.Loans[i].CountedPayments;
            for (var j = payments.Count - 1; j >= 0 && payments[j].EffectiveOn >= sent.HappenedOn; j--)
            {
                if (payments[j].Method != PaymentMethod.DirectDebit)
                {
                    first = Math.Min(first, Instant.EndOf(payments[j].EffectiveOn).UnixSeconds);
                }
            }
        }

        return first == long.MaxValue ? null : first;
    }

    private static FeatureValue PortalRatio(PreparedHistory history)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var began = ContactFeatures.BeganDaysAgo(history);
        Span<double> baseline = stackalloc double[6];
        baseline.Clear();
        var (now, complete) = (0, 0);
        while (complete < baseline.Length && Block(complete + 1).OldestAgo <= began)
        {
            complete++;
        }

        for (var i = 0; i < contacts.Count; i++)
        {
            var block = (history.Today - contacts[i].HappenedOn.DayNumber) / D30.Days;
            if (contacts[i] is not { Inbound: true, Channel: ContactChannel.Portal } || block > complete)
            {
                continue;
            }

            if (block == 0)
            {
                now++;
            }
            else
            {
                baseline[block - 1]++;
            }

            history.Note(
                contacts[i].ContactId, contacts[i].HappenedOn.DayNumber, 1, block == 0 ? EvidencePart.Numerator : EvidencePart.Baseline);
        }

        return complete < FeatureValue.BlocksMin
            ? FeatureValue.Missing(MissingCause.TooLittleData, now)
            : FeatureValue.Quotient(now, Spread.Median(baseline[..complete]), now);
    }

    /// <summary>
    /// All details in force have failed, the last of them within the window. If that is longer ago nobody has looked since, and whether the
    /// borrower can be reached is not known; without any detail in force the question does not arise.
    /// </summary>
    private static FeatureValue Unreachable(PreparedHistory history)
    {
        var details = history.History.ContactDetails;
        if (details.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var (held, failed, newest) = (0, 0, int.MinValue);
        for (var i = 0; i < details.Count; i++)
        {
            if (!details[i].HoldsOn(history.History.AsOf))
            {
                continue;
            }

            held++;
            if (details[i].FailedOn is { } on && on <= history.History.AsOf)
            {
                failed++;
                newest = Math.Max(newest, on.DayNumber);
                history.Note(details[i], on.DayNumber, 1);
            }
        }

        return held == 0 ? FeatureValue.Missing(MissingCause.NotApplicable)
            : failed < held ? FeatureValue.Of(0, held)
            : D90.Holds(history.Today - newest) ? FeatureValue.Of(1, held)
            : FeatureValue.Missing(MissingCause.TooLittleData, held);
    }

    /// <summary>A detail that begins after another of its kind is a change, on its first day; the first of a kind is none, nor is an end.</summary>
    private static FeatureValue DetailChanges(PreparedHistory history)
    {
        var details = history.History.ContactDetails;
        if (details.Count == 0)
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        var count = 0;
        for (var i = 1; i < details.Count; i++)
        {
            var day = details[i].StartsOn.DayNumber;
            if (D90.Holds(history.Today - day) && HasEarlier(details, i))
            {
                count++;
                history.Note(details[i], day, 1);
            }
        }

        return count > 0 || D90.IsCovered(history.Today - details[0].StartsOn.DayNumber)
            ? FeatureValue.Of(count, details.Count)
            : FeatureValue.Missing(MissingCause.TooLittleData, details.Count);
    }

    /// <param name="details">By first day.</param>
    private static bool HasEarlier(KnownList<ContactDetail> details, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (details[i].Kind == details[index].Kind && details[i].StartsOn < details[index].StartsOn)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A response is a message that was opened or replied to. Messages and responses of an hour count with half of those of the hours beside
    /// it, around midnight too, and with one more message that fares like all of them together; so an hour without messages has the rate of
    /// all. Of equal hours that with more messages is told, then the earlier one. Hours are those of the borrower's time zone.
    /// </summary>
    private static FeatureValue BestHour(PreparedHistory history)
    {
        var contacts = history.History.Contacts;
        if (contacts.Count == 0 || history.History.Borrower is not { } borrower
            || !TimeZoneInfo.TryFindSystemTimeZoneById(borrower.TimeZone, out var zone))
        {
            return FeatureValue.Missing(MissingCause.NoData);
        }

        Span<int> sent = stackalloc int[HoursADay];
        Span<int> answered = stackalloc int[HoursADay];
        sent.Clear();
        answered.Clear();
        var (messages, responses) = (0, 0);
        for (var i = 0; i < contacts.Count; i++)
        {
            if (!D180.Holds(history.Today - contacts[i].HappenedOn.DayNumber) || !ContactFeatures.IsDelivered(contacts[i]))
            {
                continue;
            }

            var moment = DateTime.UnixEpoch.AddSeconds(contacts[i].HappenedAt.UnixSeconds);
            var hour = (moment + zone.GetUtcOffset(moment)).Hour;
            var isAnswered = ContactFeatures.IsOpened(contacts[i]);
            (messages, responses) = (messages + 1, responses + (isAnswered ? 1 : 0));
            sent[hour]++;
            answered[hour] += isAnswered ? 1 : 0;
            history.Note(contacts[i].ContactId, contacts[i].HappenedOn.DayNumber, hour);
        }

        return messages < MessagesMin ? FeatureValue.Missing(MissingCause.TooLittleData, messages)
            : responses == 0 ? FeatureValue.Missing(MissingCause.NotApplicable, messages)
            : FeatureValue.Of(Best(sent, answered, (double)responses / messages), messages);
    }

    private static int Best(ReadOnlySpan<int> sent, ReadOnlySpan<int> answered, double rateOfAll)
    {
        var (best, bestRate, bestSent) = (0, -1.0, 0.0);
        for (var hour = 0; hour < HoursADay; hour++)
        {
            var near = Smoothed(sent, hour);
            var rate = (Smoothed(answered, hour) + rateOfAll) / (near + 1);
            if (rate > bestRate || (rate == bestRate && near > bestSent))
            {
                (best, bestRate, bestSent) = (hour, rate, near);
            }
        }

        return best;
    }

    private static double Smoothed(ReadOnlySpan<int> counts, int hour) =>
        counts[hour] + ((counts[(hour + HoursADay - 1) % HoursADay] + counts[(hour + 1) % HoursADay]) / 2.0);
}
