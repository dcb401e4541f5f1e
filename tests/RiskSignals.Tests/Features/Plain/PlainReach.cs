using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Of group 10 whether and when a borrower can be reached, word by word.</summary>
internal static class PlainReach
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        yield return ("contact_reply_p50_180d", one => one.Contacts.Count == 0 ? NoData
            : Delivered(one, 180).Select(sent => HoursToAnswer(one, sent)).OfType<double>().ToList() is { Count: >= 3 } hours
                ? Of(PlainStatistics.Median(hours), hours.Count)
            : TooLittle);
        yield return ("contact_portal_ratio_30d", PortalRatio);
        yield return ("contact_unreachable_flag_90d", Unreachable);
        yield return ("contact_detail_change_count_90d", one => one.Details.Count == 0 ? NoData
            : one.Details.Count(detail => one.Ago(detail.StartsOn) is >= 0 and < 90
                && one.Details.Exists(other => other.Kind == detail.Kind && other.StartsOn < detail.StartsOn)) is var changes
                && (changes > 0 || 10 * (one.Details.Max(detail => one.Ago(detail.StartsOn)) + 1) >= 9 * 90) ? Of(changes)
            : TooLittle);
        yield return ("contact_best_hour_value_180d", BestHour);
    }

    private static List<Contact> Delivered(PlainBorrower one, int days) =>
        [.. PlainContact.Messages(one, days).Where(contact => PlainContact.IsDelivered(contact.Result))];

    /// <summary>
    /// To the first of: its own reply, when that was learnt; a message or call that the borrower began later; the end of the day of a payment
    /// other than by direct debit, on its day or later.
    /// </summary>
    private static double? HoursToAnswer(PlainBorrower one, Contact sent)
    {
        var answers = new List<Instant>();
        if (sent.Result == ContactResult.Replied)
        {
            answers.Add(sent.KnownOn);
        }

        answers.AddRange(one.Contacts.Where(contact => PlainContact.IsBegunByBorrower(contact) && contact.HappenedAt > sent.HappenedAt)
            .Select(contact => contact.HappenedAt));
        answers.AddRange(one.Loans.SelectMany(loan => loan.Counted)
            .Where(payment => payment.Method != PaymentMethod.DirectDebit && payment.EffectiveOn >= sent.HappenedOn)
            .Select(payment => Instant.EndOf(payment.EffectiveOn)));
        return answers.Count == 0 ? null : (answers.Min(answer => answer.UnixSeconds) - sent.HappenedAt.UnixSeconds) / 3600.0;
    }

    private static PlainValue PortalRatio(PlainBorrower one)
    {
        if (one.Contacts.Count == 0)
        {
            return NoData;
        }

        double Visits(int block) => one.Contacts.Count(contact => contact is { Inbound: true, Channel: ContactChannel.Portal }
            && one.Ago(contact.HappenedOn) is var ago && ago >= 30 * block && ago < 30 * (block + 1));
        var blocks = Enumerable.Range(1, 6).Where(block => PlainContact.Began(one) >= (30 * block) + 29).Select(Visits).ToList();
        return blocks.Count < 4 ? TooLittle : Quotient(Visits(0), PlainStatistics.Median(blocks));
    }

    /// <summary>All details in force have failed, the latest within the window; failed longer ago, nobody knows.</summary>
    private static PlainValue Unreachable(PlainBorrower one)
    {
        var open = one.Details.Where(detail => detail.StartsOn <= one.AsOf && (detail.EndsOn is null || detail.EndsOn >= one.AsOf)).ToList();
        return one.Details.Count == 0 ? NoData
            : open.Count == 0 ? NotApplicable
            : open.Exists(detail => detail.FailedOn is null || detail.FailedOn > one.AsOf) ? Of(0, open.Count)
            : open.Max(detail => detail.FailedOn!.Value) is var last && one.Ago(last) < 90 ? Of(1, open.Count)
            : TooLittle;
    }

    /// <summary>
    /// Messages and answered ones of an hour count with half of those beside it, around midnight too, and with one more message that fares as
    /// all do; of equal hours that with more messages, then the earlier one.
    /// </summary>
    private static PlainValue BestHour(PlainBorrower one)
    {
        if (one.Contacts.Count == 0 || one.Zone is null)
        {
            return NoData;
        }

        var sent = Delivered(one, 180).ToLookup(contact => LocalHour(one.Zone, contact.HappenedAt));
        var all = sent.Sum(hour => hour.Count());
        if (all < 10)
        {
            return TooLittle;
        }

        double Answered(int hour) => sent[hour].Count(contact => contact.Result is ContactResult.Opened or ContactResult.Replied);
        double Beside(Func<int, double> count, int hour) => count(hour) + (0.5 * count((hour + 23) % 24)) + (0.5 * count((hour + 1) % 24));
        if (Enumerable.Range(0, 24).Sum(Answered) == 0)
        {
            return NotApplicable;
        }

        var rateOfAll = Enumerable.Range(0, 24).Sum(Answered) / all;
        double Rate(int hour) => (Beside(Answered, hour) + rateOfAll) / (Beside(each => sent[each].Count(), hour) + 1);
        return Of(Enumerable.Range(0, 24).OrderByDescending(Rate).ThenByDescending(hour => Beside(each => sent[each].Count(), hour)).First(), all);
    }

    private static int LocalHour(TimeZoneInfo zone, Instant at) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddSeconds(at.UnixSeconds), zone).Hour;
}
