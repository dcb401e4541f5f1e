using System.Globalization;
using System.Numerics;
using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

public class MinorUnitsTests
{
    [Theory]
    [InlineData("10.00", "GBP", 1_000)]
    [InlineData("10", "GBP", 1_000)]
    [InlineData("0.1", "EUR", 10)]
    [InlineData("28.34", "USD", 2_834)]
    [InlineData("-72.1", "USD", -7_210)]
    [InlineData("10.00000", "GBP", 1_000)]
    [InlineData("1e2", "GBP", 10_000)]
    [InlineData("12.5E-1", "GBP", 125)]
    [InlineData("1500", "JPY", 1_500)]
    [InlineData("1.234", "KWD", 1_234)]
    [InlineData("-0.0", "GBP", 0)]
    [InlineData("0e30", "GBP", 0)]
    [InlineData("1000000000000", "GBP", 100_000_000_000_000)]
    public void An_amount_becomes_whole_minor_units(string text, string currency, long units)
    {
        Assert.True(MinorUnits.TryRead(text, currency, out var amount));
        Assert.Equal(units, amount.MinorUnits);
    }

    [Theory]
    [InlineData("10.005", "GBP")]
    [InlineData("0.5", "JPY")]
    [InlineData("1.0001", "KWD")]
    [InlineData("1000000000000.01", "GBP")]
    [InlineData("1e999999999999999999", "GBP")]
    [InlineData("1e-30", "GBP")]
    [InlineData("", "GBP")]
    [InlineData("-", "GBP")]
    [InlineData("12,50", "GBP")]
    [InlineData("1.", "GBP")]
    [InlineData(".5", "GBP")]
    [InlineData("+1", "GBP")]
    [InlineData(" 1", "GBP")]
    [InlineData("1e", "GBP")]
    [InlineData("--1", "GBP")]
    [InlineData("NaN", "GBP")]
    [InlineData("١٢", "GBP")]
    public void What_is_no_exact_amount_is_refused(string text, string currency) => Assert.False(MinorUnits.TryRead(text, currency, out _));

    [Fact]
    public void Amounts_agree_with_exact_arithmetic_on_random_texts()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (whole, decimals, exponent) = (random.NextInt64(0, 1_000_000_000), random.Next(0, 6), random.Next(-4, 4));
            var part = random.Next(0, (int)Math.Pow(10, decimals));
            var digits = decimals > 0 ? "." + part.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0') : "";
            var text = FormattableString.Invariant($"{whole}{digits}e{exponent}");

            // In units of 10^-20 of a cent, so that nothing is lost.
            var scaled = ((new BigInteger(whole) * BigInteger.Pow(10, decimals)) + part) * BigInteger.Pow(10, 20 + 2 + exponent - decimals);
            var isWhole = scaled % BigInteger.Pow(10, 20) == 0;
            var expected = scaled / BigInteger.Pow(10, 20);
            var read = MinorUnits.TryRead(text, "EUR", out var amount);
            var fits = isWhole && expected <= FactField.WholeMax;
            Assert.True(read == fits && (!read || amount.MinorUnits == expected),
                $"seed {seed}: {text} gave {read} {amount.MinorUnits}, expected {fits} {expected}");
        }
    }
}
