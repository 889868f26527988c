import { useJump } from '../features/customers/jump';
import { TaskCount } from '../features/tasks/task-count';
import { SearchBox } from '../shell/search-box';
import { Shell } from '../shell/shell';

/** The shell with the one search box, which leads to customers, and what waits beside the rooms of the menu. */
export const Console = () => <Shell search={<FindCustomer />} beside={{ '/tasks': <TaskCount /> }} />;

const FindCustomer = () => <SearchBox find={useJump()} />;
