using System.Globalization;
using System.Text;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Where the next page of a list begins: the list's revision and the last key of the page before.</summary>
internal sealed record ContinueToken(long Revision, ObjectKey Last)
{
    public string Encode() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Revision}\n{Last.Storage}\n{Last.Namespace}\n{Last.Name}"));

    public static ContinueToken Parse(string text)
    {
        var buffer = new byte[text.Length];
        if (Convert.TryFromBase64String(text, buffer, out var length)
            && Encoding.UTF8.GetString(buffer, 0, length).Split('\n') is [var revision, var storage, var space, var name]
            && long.TryParse(revision, CultureInfo.InvariantCulture, out var number))
        {
            return new ContinueToken(number, new ObjectKey(storage, space, name));
        }
        throw Refusals.BadRequest("continue key is not valid: it must be the one that the page before gave");
    }
}
