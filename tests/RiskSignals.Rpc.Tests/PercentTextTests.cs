namespace RiskSignals.Rpc.Tests;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("ü€", "%C3%BC%E2%82%AC")]
    [InlineData("", "")]
    public void Text_is_encoded_and_comes_back(string text, string encoded)
    {
        Assert.Equal(encoded, PercentText.Encode(text));
        Assert.Equal(text, PercentText.Decode(encoded));
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%4", "%4")]
    [InlineData("%41%", "A%")]
    public void A_percent_sign_without_two_digits_is_kept(string encoded, string text) => Assert.Equal(text, PercentText.Decode(encoded));
}
