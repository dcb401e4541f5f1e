namespace RiskSignals.Borrowers;

/// <summary>A kind of fact: its name (file and table), columns, key, and how a row becomes a fact and back.</summary>
public abstract class FactKind(string name, string meaning, string[] key, FactField[] fields)
{
    /// <summary>Plural noun in snake_case: the file is NAME.csv, the table NAME.</summary>
    public string Name { get; } = name;

    /// <summary>What one row stands for.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Names of the columns that identify the fact; with known_on they identify the row.</summary>
    public IReadOnlyList<string> KeyFields { get; } = key;

    /// <summary>The columns, in file and table order; the first is borrower_id and the last known_on.</summary>
    public IReadOnlyList<FactField> Fields { get; } = fields;

    /// <summary>The type of the facts.</summary>
    public abstract Type FactType { get; }

    /// <summary>Reads the next row's fields as a fact.</summary>
    public abstract Fact Read(FactReader row);

    /// <summary>Writes a fact of this kind as a row's fields.</summary>
    public abstract void Write(Fact fact, FactWriter row);
}

internal sealed class FactKind<T>(
    string name, string meaning, string[] key, FactField[] fields, Func<FactReader, T> read, Action<T, FactWriter> write)
    : FactKind(name, meaning, key, fields)
    where T : Fact
{
    public override Type FactType => typeof(T);

    public override Fact Read(FactReader row) => read(row);

    public override void Write(Fact fact, FactWriter row) => write((T)fact, row);
}
