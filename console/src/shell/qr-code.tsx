import { qrCode } from '../lib/qr';

const QUIET = 4;

/** The text as a QR code, drawn here: no other service learns of it. Nothing for a text that is too long for one. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const modules = qrCode(text);
  if (!modules) return null;
  const side = modules.length + 2 * QUIET;
  const dark = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  return (
    <svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#ffffff" />
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}
