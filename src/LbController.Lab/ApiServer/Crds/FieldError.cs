namespace LbController.Lab.ApiServer.Crds;

/// <summary>One thing wrong with one field; <see cref="Reason"/> is Kubernetes' cause type, such as FieldValueRequired.</summary>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    public static FieldError Required(string path, string why = "") =>
        new(path, "FieldValueRequired", why.Length == 0 ? "Required value" : $"Required value: {why}");

    public static FieldError Invalid(string path, string value, string why) => new(path, "FieldValueInvalid", $"Invalid value: {value}: {why}");

    public static FieldError WrongType(string path, string value, string why) => new(path, "FieldValueTypeInvalid", $"Invalid value: {value}: {why}");

    public static FieldError NotSupported(string path, string value, IEnumerable<string> supported) =>
        new(path, "FieldValueNotSupported", $"Unsupported value: {value}: supported values: {string.Join(", ", supported)}");

    public static FieldError Duplicate(string path, string value) => new(path, "FieldValueDuplicate", $"Duplicate value: {value}");

    public static FieldError TooLong(string path, long most) => new(path, "FieldValueTooLong", $"Too long: may not be longer than {most}");

    public static FieldError TooMany(string path, int count, long most) => new(path, "FieldValueTooMany", $"Too many: {count}: must have at most {most} items");

    public static FieldError Forbidden(string path, string why) => new(path, "FieldValueForbidden", $"Forbidden: {why}");

    /// <summary>What is told beside errors that keep the rules from being run.</summary>
    public static FieldError RulesNotChecked { get; } = Invalid(
        "<nil>", "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");

    /// <summary>The object lacks the shape that rules rely on.</summary>
    public bool IsAboutShape => Reason is "FieldValueRequired" or "FieldValueTypeInvalid" or "FieldValueNotSupported" or "FieldValueTooLong" or "FieldValueTooMany";

    public override string ToString() => $"{Path}: {Message}";
}
