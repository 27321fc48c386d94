"""What people and the program do with lists: views kept, lists taken away as files."""

from dayuan.platform.lists.commands.exports import TAKE as TAKE
from dayuan.platform.lists.commands.exports import begin as begin
from dayuan.platform.lists.commands.exports import cancel as cancel
from dayuan.platform.lists.commands.exports import expire as expire
from dayuan.platform.lists.commands.exports import export as export
from dayuan.platform.lists.commands.exports import finish as finish
from dayuan.platform.lists.commands.exports import give_up as give_up
from dayuan.platform.lists.commands.views import SHARE as SHARE
from dayuan.platform.lists.commands.views import drop as drop
from dayuan.platform.lists.commands.views import forget_closed as forget_closed
from dayuan.platform.lists.commands.views import keep as keep
