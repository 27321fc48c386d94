"""Commands without a right of their own, each with its reason."""

#: Commands that anybody may give: they touch the giver's own things alone, ask for a
#: secret, or are called by the way in, before and after anybody is known.
FOR_EVERYBODY = {
    "dayuan.platform.notices.commands.mark_read": "one's own notices",
    "dayuan.platform.notices.commands.wishes.wish": "one's own notices",
    "dayuan.platform.lists.commands.exports.cancel": "one's own export",
    "dayuan.platform.imports.commands.cancel": "one's own import",
    "dayuan.platform.rest.commands.revoke": "one's own token",
    "dayuan.platform.rest.commands.note_use": "the token that is shown",
    "dayuan.platform.rest.commands.once": "calls the command of an operation, which asks",
    "dayuan.platform.lists.commands.views.drop": "one's own view; asks for a shared one",
    "dayuan.platform.offline.commands.carry_out": "calls the command of an act, which asks",
    "dayuan.platform.accounts.commands.choose_first_password": "asks for the slip's code",
    "dayuan.platform.accounts.commands.note_sign_in": "written by the way in",
    "dayuan.platform.accounts.commands.note_sign_out": "written by the way out",
    "dayuan.platform.accounts.commands.note_wrong_try": "written by the way in",
}
