/** The label of a field that may be left empty. */
export const Optional = ({ children }: { children: string }) => (
  <>
    {children} <i>– optional</i>
  </>
);
