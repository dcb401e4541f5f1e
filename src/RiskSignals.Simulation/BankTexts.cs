using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>How a bank transaction came about: each bank words each way differently.</summary>
internal enum Way
{
    CardPurchase,
    CardBill,
    DirectDebit,
    StandingOrder,
    BankCredit,
    TransferIn,
    TransferOut,
    Cash,
    Returned,
    Refund,

    /// <summary>The reference as it stands.</summary>
    Plain,
}

/// <summary>What a bank has to say about a bank transaction besides its amount.</summary>
/// <param name="Payee">The other side, as it calls itself.</param>
/// <param name="LooksLike">What feeds take it for because of the other side's name; null if the name doesn't mislead.</param>
internal readonly record struct Wording(Way Way, string Payee, string Reference = "", BankCategory? LooksLike = null)
{
    public static Wording Plainly(string reference, string payee = "") => new(Way.Plain, payee, reference);
}

/// <summary>Writes descriptions the way banks do: in house style, cut to a width, with dates, card and store numbers.</summary>
internal static class BankTexts
{
    /// <summary>Number of house styles.</summary>
    public const int Styles = 4;

    /// <summary>
    /// By style and way. Lower case stands for what differs: p payee, r reference, d day, s end of the card number, n store number, t town.
    /// </summary>
    private static readonly string[][] Templates =
    [
        [
            "CARD PAYMENT TO p n ON d", "CARD PAYMENT TO p ON d", "DIRECT DEBIT p r", "STANDING ORDER p r", "BACS p r", "FASTER PAYMENT FROM p r",
            "FASTER PAYMENT TO p r", "ATM WITHDRAWAL t d", "RETURNED DIRECT DEBIT p", "REFUND p d", "r",
        ],
        [
            "p n t GB", "p GB", "DD p r", "SO p r", "BGC p r", "FPI p r", "FPO p r", "CASH t n d", "UNPAID DD p", "p CREDIT VOUCHER", "r",
        ],
        ["d CD s p", "d CD s p", "p r DDR", "p r STO", "p BGC r", "p d FP r", "p d FP r", "d CASH s t", "p RTD DD", "d CD s p RFND", "r"],
        ["p", "p", "p", "p r", "p r", "p r", "p r", "CASH MACHINE t", "p DECLINED", "p REFUND", "r"],
    ];

    private static readonly int[] Widths = [44, 32, 24, 60];

    /// <summary>The description of a bank transaction.</summary>
    /// <param name="cardEnd">The last four digits of the card.</param>
    public static string Of(in Wording wording, int style, int cardEnd, DateOnly day, ref RandomStream stream)
    {
        Span<char> line = stackalloc char[160];
        var length = 0;
        foreach (var mark in Templates[style][(int)wording.Way])
        {
            switch (mark)
            {
                case 'p':
                    Add(wording.Payee, line, ref length);
                    break;
                case 'r':
                    Add(wording.Reference, line, ref length);
                    break;
                case 'd':
                    Add(Names.ShortDate(day), line, ref length);
                    break;
                case 's':
                    Number(cardEnd, line, ref length);
                    break;
                case 'n':
                    // A borrower shops at a few branches.
                    Number(1000 + (((wording.Payee.Length * 317) + (cardEnd * 7) + (stream.Whole(0, 3) * 53)) % 9000), line, ref length);
                    break;
                case 't':
                    Add(stream.Pick(Names.Towns), line, ref length);
                    break;
                default:
                    line[length++] = mark;
                    break;
            }
        }

        return new string(line[..Math.Min(length, Widths[style])].Trim(' '));
    }

    private static void Add(string text, Span<char> line, ref int length)
    {
        text = text.Length > 40 ? text[..40] : text;
        text.CopyTo(line[length..]);
        length += text.Length;
    }

    private static void Number(int number, Span<char> line, ref int length)
    {
        number.TryFormat(line[length..], out var written, provider: CultureInfo.InvariantCulture);
        length += written;
    }
}
