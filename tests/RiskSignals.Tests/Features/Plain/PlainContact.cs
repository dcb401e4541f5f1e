using RiskSignals.Borrowers;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 10, contact and engagement, word by word.</summary>
internal static class PlainContact
{
    private static readonly BorrowerFlagKind[] OptOuts = [BorrowerFlagKind.OptOutSms, BorrowerFlagKind.OptOutEmail, BorrowerFlagKind.OptOutCall];

    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var days in new[] { 7, 30, 90 })
        {
            yield return ($"contact_attempt_count_{days}d", one => Count(one, days, Attempts(one, days).Count()));
        }

        foreach (var days in new[] { 30, 90 })
        {
            yield return ($"contact_inbound_count_{days}d", one => Count(one, days, Within(one, days).Count(IsBegunByBorrower)));
        }

        foreach (var days in new[] { 90, 180 })
        {
            yield return ($"contact_rpc_share_{days}d", one => Share(one, Attempts(one, days), IsRightParty));
        }

        yield return ("contact_delivered_share_90d", one => Share(one, Messages(one, 90), contact => IsDelivered(contact.Result)));
        yield return ("contact_open_share_90d", one => Share(
            one,
            Messages(one, 90).Where(contact => contact.Channel is ContactChannel.Email or ContactChannel.App && IsDelivered(contact.Result)),
            contact => contact.Result is ContactResult.Opened or ContactResult.Replied));
        yield return ("contact_rpc_since_life", one => one.Contacts.Count == 0 ? NoData
            : one.Loan is null || PlainRepayment.LatestDayPastDue(one.Loan) is null ? NotApplicable
            : one.Contacts.Where(IsRightParty).Select(contact => one.Ago(contact.HappenedOn)).ToList() is { Count: > 0 } ago ? Of(ago.Min())
            : NotApplicable);
        yield return ("contact_opt_out_count_365d", one => !IsKnown(one) ? NoData : Of(one.Flags.Count(flag =>
            OptOuts.Contains(flag.Kind) && one.Ago(flag.StartsOn) is >= 0 and < 365)));
        yield return ("contact_complaint_flag_now", one => Flag(one, BorrowerFlagKind.Complaint));
        yield return ("contact_dispute_flag_now", one => Flag(one, BorrowerFlagKind.Dispute));
    }

    /// <summary>A circumstance or right on record; none on record is a 0 once the borrower is known.</summary>
    public static PlainValue Flag(PlainBorrower one, BorrowerFlagKind kind) => IsKnown(one) ? Of(Holds(one, kind) ? 1 : 0) : NoData;

    private static bool IsKnown(PlainBorrower one) => one.Facts.Known<Borrower>().Count > 0;

    private static bool Holds(PlainBorrower one, BorrowerFlagKind kind) => one.Flags.Exists(flag => flag.Kind == kind
        && flag.StartsOn <= one.AsOf && (flag.EndsOn is null || flag.EndsOn >= one.AsOf)
        && (flag.LoanId is null || flag.LoanId == one.LoanId || kind is BorrowerFlagKind.Deceased or BorrowerFlagKind.Vulnerable));

    private static IEnumerable<Contact> Within(PlainBorrower one, int days) => one.Contacts.Where(contact => one.Ago(contact.HappenedOn) < days);

    private static IEnumerable<Contact> Attempts(PlainBorrower one, int days) => Within(one, days).Where(contact => !contact.Inbound);

    public static IEnumerable<Contact> Messages(PlainBorrower one, int days) =>
        Attempts(one, days).Where(contact => contact.Channel is ContactChannel.Sms or ContactChannel.Email or ContactChannel.App);

    /// <summary>A message or call; a visit to the portal is neither.</summary>
    public static bool IsBegunByBorrower(Contact contact) => contact.Inbound && contact.Channel != ContactChannel.Portal;

    /// <summary>Days since contacts were looked for: the first loan, or the first contact if earlier.</summary>
    public static int Began(PlainBorrower one) => one.Contacts.Select(contact => one.Ago(contact.HappenedOn))
        .Concat(one.Loans.Select(loan => one.Ago(loan.Loan.OriginatedOn))).DefaultIfEmpty().Max();

    private static bool IsRightParty(Contact contact) => contact.Result == ContactResult.RightParty;

    public static bool IsDelivered(ContactResult result) =>
        result is ContactResult.Delivered or ContactResult.Opened or ContactResult.Replied;

    private static PlainValue Count(PlainBorrower one, int days, int count) => one.Contacts.Count == 0 ? NoData
        : count > 0 || 10 * (Began(one) + 1) >= 9 * days ? Of(count, count)
        : TooLittle;

    private static PlainValue Share(PlainBorrower one, IEnumerable<Contact> all, Func<Contact, bool> some) =>
        one.Contacts.Count == 0 ? NoData
        : all.ToList() is var rows && rows.Count == 0 ? NotApplicable
        : rows.Count < 3 ? TooLittle
        : Of(rows.Count(some) / (double)rows.Count, rows.Count);
}
