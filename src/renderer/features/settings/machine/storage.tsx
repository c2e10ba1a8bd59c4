import { Banner } from '../../../ui/banner.tsx'
import { text } from '../text.ts'

/** What is kept, where, whether it is encrypted, for how long, and how it is removed. */
export function Storage() {
  return (
    <div className="settings-part">
      <h2>{text.storedTitle}</h2>
      <p>{text.storedText}</p>
      <Banner kind="guard" title={text.encryption}>
        {text.encryptionText}
      </Banner>
      <table className="stored">
        <thead>
          <tr>
            <th scope="col">{text.place}</th>
            <th scope="col">{text.what}</th>
            <th scope="col">{text.howLong}</th>
          </tr>
        </thead>
        <tbody>
          {text.places.map(({ place, what, howLong }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>{what}</td>
              <td>{howLong}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{text.purge}</p>
    </div>
  )
}
