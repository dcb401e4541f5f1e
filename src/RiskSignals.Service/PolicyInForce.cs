using System.Text;
using RiskSignals.Treatments;

namespace RiskSignals.Service;

/// <summary>The treatment policy that decides while the host runs.</summary>
internal static class PolicyInForce
{
    /// <summary>Salt of the shipped policy. A lender who explores in earnest writes a policy file with a salt of its own.</summary>
    private const string ShippedSalt = "5b1f0c9e7a3d42868e6d1c2b9f047a35";

    /// <summary>Reads a policy file, or takes the shipped policy if no file is named.</summary>
    /// <exception cref="FormatException">The file is no policy, or the policy has faults; all are named.</exception>
    public static Policy Load(string file)
    {
        if (file.Length == 0)
        {
            return ShippedPolicy.Create(ShippedSalt);
        }

        try
        {
            return PolicyText.Parse(File.ReadAllText(file, Encoding.UTF8));
        }
        catch (FormatException error)
        {
            throw new FormatException($"{file}: {error.Message}", error);
        }
    }
}
