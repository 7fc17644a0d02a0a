/** AES key wrap: RFC 3394, section 4. */
export const KEY_WRAP_VECTORS = [
  { clause: 'RFC 3394, 4.1', key: '000102030405060708090A0B0C0D0E0F', data: '00112233445566778899AABBCCDDEEFF', wrapped: '1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5' },
  { clause: 'RFC 3394, 4.2', key: '000102030405060708090A0B0C0D0E0F1011121314151617', data: '00112233445566778899AABBCCDDEEFF', wrapped: '96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D' },
  { clause: 'RFC 3394, 4.3', key: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', data: '00112233445566778899AABBCCDDEEFF', wrapped: '64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7' },
  { clause: 'RFC 3394, 4.4', key: '000102030405060708090A0B0C0D0E0F1011121314151617', data: '00112233445566778899AABBCCDDEEFF0001020304050607', wrapped: '031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2' },
  { clause: 'RFC 3394, 4.5', key: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', data: '00112233445566778899AABBCCDDEEFF0001020304050607', wrapped: 'A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1' },
  { clause: 'RFC 3394, 4.6', key: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', data: '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F', wrapped: '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21' },
] as const;

/** Whole MACs; the standard's algorithms are their first octets. */
export const HMAC_VECTORS = [
  { clause: 'FIPS 198, A.1', hash: 'sha1', key: Buffer.from(Array.from({ length: 64 }, (_, i) => i)).toString('hex'), text: 'Sample #1', mac: '4f4ca3d5d68ba7cc0a1208c9c61e9c5da0403c0a' },
  { clause: 'FIPS 198, A.2', hash: 'sha1', key: Buffer.from(Array.from({ length: 20 }, (_, i) => 0x30 + i)).toString('hex'), text: 'Sample #2', mac: '0922d3405faa3d194f82a45830737d5cc6c75d24' },
  { clause: 'RFC 2202, 3, case 1', hash: 'sha1', key: '0b'.repeat(20), text: 'Hi There', mac: 'b617318655057264e28bc0b6fb378c8ef146be00' },
  { clause: 'RFC 2202, 3, case 2', hash: 'sha1', key: Buffer.from('Jefe').toString('hex'), text: 'what do ya want for nothing?', mac: 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79' },
  { clause: 'RFC 2202, 3, case 5', hash: 'sha1', key: '0c'.repeat(20), text: 'Test With Truncation', mac: '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04' },
  { clause: 'RFC 4231, 4.2', hash: 'sha256', key: '0b'.repeat(20), text: 'Hi There', mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
  { clause: 'RFC 4231, 4.3', hash: 'sha256', key: Buffer.from('Jefe').toString('hex'), text: 'what do ya want for nothing?', mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
  { clause: 'RFC 4231, 4.6', hash: 'sha256', key: '0c'.repeat(20), text: 'Test With Truncation', mac: 'a3b6167473100ee06e0c796c2955552b' },
] as const;

/** Objects of group 120 as an independent C++ stack (opendnp3) has them in its tests of these objects. */
export const AUTH_OBJECT_VECTORS = {
  challenge: '09 00 00 00 03 00 04 01 DE AD BE EF AB BA',
} as const;
