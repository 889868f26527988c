/** An email address that breaks, where it must, before its domain. */
export function Email({ children }: { children: string }) {
  const split = children.lastIndexOf('@');
  return (
    <>
      {children.slice(0, split)}
      <wbr />
      {children.slice(split)}
    </>
  );
}
