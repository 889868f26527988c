import { useJump } from '../features/customers/jump';
import { SearchBox } from '../shell/search-box';
import { Shell } from '../shell/shell';

/** The shell with the one search box, which leads to customers. */
export const Console = () => <Shell search={<FindCustomer />} />;

const FindCustomer = () => <SearchBox find={useJump()} />;
