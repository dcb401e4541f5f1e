using System.Collections.Concurrent;
using System.Reflection;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>
/// Copies an object with everything it is made of, so that the copy and the original can go on without disturbing each other. What never
/// changes is shared: facts, texts, parameters, and records without settable parts. Two references to one object stay so in the copy.
/// </summary>
/// <remarks>A class needs to do nothing to be copied, so no field can be forgotten. What can't be copied is refused, not shared.</remarks>
internal sealed class StateCopy
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Texts, and all that parameters are made of.</summary>
    private static readonly HashSet<Type> Shared = PartsOf(typeof(SimulationParameters), [typeof(string)]);

    private static readonly Dictionary<Type, string> Collections = new()
    {
        [typeof(List<>)] = nameof(CopyList),
        [typeof(HashSet<>)] = nameof(CopyHashSet),
        [typeof(Dictionary<,>)] = nameof(CopyDictionary),
        [typeof(Queue<>)] = nameof(CopyQueue),
    };

    private static readonly ConcurrentDictionary<Type, Func<object, StateCopy, object>?> Ways = new();

    private static readonly ConcurrentDictionary<Type, bool> Constant = new();

    private static readonly Func<object, object> Shallow =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly Dictionary<object, object> copies = new(ReferenceEqualityComparer.Instance);

    private StateCopy()
    {
    }

    /// <exception cref="NotSupportedException">Something in it can't be copied; the message names its type.</exception>
    public static T Of<T>(T original)
        where T : class => (T)new StateCopy().Copy(original)!;

    private object? Copy(object? original)
    {
        if (original is null || Ways.GetOrAdd(original.GetType(), WayOf) is not { } way)
        {
            return original;
        }

        return copies.TryGetValue(original, out var copy) ? copy : way(original, this);
    }

    private T Copied<T>(T original) => (T)Copy(original)!;

    /// <summary>How a type is copied, or null if its objects are shared.</summary>
    private static Func<object, StateCopy, object>? WayOf(Type type)
    {
        if (NeverChanges(type))
        {
            return null;
        }

        if (type.IsArray)
        {
            return Call(nameof(CopyArray), type.GetElementType()!);
        }

        if (type.IsGenericType && Collections.TryGetValue(type.GetGenericTypeDefinition(), out var name))
        {
            return Call(name, type.GetGenericArguments());
        }

        if (!type.IsValueType && type.Assembly != typeof(StateCopy).Assembly)
        {
            throw new NotSupportedException($"The state of a simulated borrower holds a {type}, which can't be copied; keep it in another form.");
        }

        var fields = FieldsOf(type).Where(field => !IsConstant(field.FieldType)).ToArray();
        return (original, run) =>
        {
            var copy = run.Remembered(original, Shallow(original));
            foreach (var field in fields)
            {
                field.SetValue(copy, run.Copy(field.GetValue(copy)));
            }

            return copy;
        };
    }

    private static HashSet<Type> PartsOf(Type type, HashSet<Type> found)
    {
        if (type.Assembly == typeof(StateCopy).Assembly && found.Add(type))
        {
            foreach (var field in FieldsOf(type))
            {
                PartsOf(field.FieldType.GetElementType() ?? field.FieldType, found);
            }
        }

        return found;
    }

    private static bool IsShared(Type type) => type.IsPrimitive || type.IsEnum || type.IsAssignableTo(typeof(Fact)) || Shared.Contains(type);

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var one = type; one is not null && one != typeof(object); one = one.BaseType)
        {
            foreach (var field in one.GetFields(Own))
            {
                yield return field;
            }
        }
    }

    /// <summary>Whether a variable of a type can only hold what never changes.</summary>
    private static bool IsConstant(Type type) =>
        IsShared(type) || ((type.IsSealed || type.IsValueType) && NeverChanges(type));

    /// <summary>Whether objects of exactly a type never change.</summary>
    private static bool NeverChanges(Type type)
    {
        if (IsShared(type))
        {
            return true;
        }

        if (Constant.TryGetValue(type, out var known))
        {
            return known;
        }

        // A type that leads back to itself counts as one that changes.
        Constant[type] = false;
        var isRecord = type.GetMethod("<Clone>$") is not null;
        return Constant[type] = !type.IsArray && !type.IsSubclassOf(typeof(Delegate)) && (type.IsValueType || isRecord)
            && FieldsOf(type).All(field =>
                (type.IsValueType || field.IsInitOnly) && (IsConstant(field.FieldType) || (isRecord && IsList(field.FieldType))));
    }

    /// <summary>Whether a record's list is one that nobody is meant to change.</summary>
    private static bool IsList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && IsConstant(type.GetGenericArguments()[0]);

    private static Func<object, StateCopy, object> Call(string name, params Type[] arguments) =>
        typeof(StateCopy).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(arguments)
            .CreateDelegate<Func<object, StateCopy, object>>();

    /// <summary>Remembers a copy before it is filled, for what it holds may lead back to it.</summary>
    private T Remembered<T>(object original, T copy)
        where T : notnull
    {
        copies[original] = copy;
        return copy;
    }

    private static T[] CopyArray<T>(object original, StateCopy run)
    {
        var copy = run.Remembered(original, (T[])((T[])original).Clone());
        for (var i = 0; i < copy.Length && !IsConstant(typeof(T)); i++)
        {
            copy[i] = run.Copied(copy[i]);
        }

        return copy;
    }

    private static List<T> CopyList<T>(object original, StateCopy run)
    {
        var copy = run.Remembered(original, new List<T>((List<T>)original));
        for (var i = 0; i < copy.Count && !IsConstant(typeof(T)); i++)
        {
            copy[i] = run.Copied(copy[i]);
        }

        return copy;
    }

    private static HashSet<T> CopyHashSet<T>(object original, StateCopy run)
    {
        var set = (HashSet<T>)original;
        if (IsConstant(typeof(T)))
        {
            return run.Remembered(original, new HashSet<T>(set, set.Comparer));
        }

        var copy = run.Remembered(original, new HashSet<T>(set.Comparer));
        copy.UnionWith(set.Select(run.Copied));
        return copy;
    }

    private static Queue<T> CopyQueue<T>(object original, StateCopy run)
    {
        var copy = run.Remembered(original, new Queue<T>());
        foreach (var item in (Queue<T>)original)
        {
            copy.Enqueue(run.Copied(item));
        }

        return copy;
    }

    private static Dictionary<TKey, TValue> CopyDictionary<TKey, TValue>(object original, StateCopy run)
        where TKey : notnull
    {
        var dictionary = (Dictionary<TKey, TValue>)original;
        if (IsConstant(typeof(TKey)) && IsConstant(typeof(TValue)))
        {
            return run.Remembered(original, new Dictionary<TKey, TValue>(dictionary, dictionary.Comparer));
        }

        var copy = run.Remembered(original, new Dictionary<TKey, TValue>(dictionary.Comparer));
        foreach (var (key, value) in dictionary)
        {
            copy.Add(run.Copied(key), run.Copied(value));
        }

        return copy;
    }
}
