using System.Reflection;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Tests.Recording;

/// <summary>Makes a value of any type that facts and commands are made of, with something in every field.</summary>
internal sealed class Samples
{
    private int number;

    public object Of(Type type)
    {
        number++;
        return type switch
        {
            _ when type == typeof(string) => $"text-{number}",
            _ when type == typeof(bool) => true,
            _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(number),
            _ when type == typeof(Address) => Address.V4(0xc0000200u + (uint)number),
            _ when type == typeof(LabelSet) => LabelSet.From([new($"key-{number}", $"value-{number}")]),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([1, 2, (byte)number]),
            _ when type == typeof(Type) => typeof(ServiceSnapshot),
            _ when type == typeof(AnnouncementTable) => new AnnouncementTable([(2, Address.V4(0xc0000201u))]),
            _ when type == typeof(InterfaceExclusion) => InterfaceExclusion.Default,
            _ when type == typeof(Command) => new Command.WritePoolStatus(new("lb", "blue"), new PoolCounters(1, 2, 3, 4)),
            _ when type == typeof(SnapshotObject) => Of(typeof(ServiceSnapshot)),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
            _ when type.IsPrimitive => Convert.ChangeType(number % 100, type, System.Globalization.CultureInfo.InvariantCulture),
            _ when Nullable.GetUnderlyingType(type) is { } inner => Of(inner),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueArray<>) => Array(type),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(type),
            _ => Record(type),
        };
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && property.Name != "Key"))
        {
            property.SetValue(made, Of(property.PropertyType));
        }

        return made;
    }

    private object Array(Type type) =>
        typeof(ValueArray).GetMethod(nameof(ValueArray.ToValueArray))!.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [List(type)])!;

    private System.Array List(Type type)
    {
        var element = type.GetGenericArguments()[0];
        var items = System.Array.CreateInstance(element, 1);
        items.SetValue(Of(element), 0);
        return items;
    }
}
